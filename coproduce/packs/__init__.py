"""Taking part without the internet: what a printed pack holds, how it is set in type, and entering what comes back."""
