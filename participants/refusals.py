class Refused(Exception):
    """An action that the rules don't allow now. Its text is a sentence for the person who tried."""

    def __init__(self, sentence: object) -> None:
        super().__init__(str(sentence))
        self.sentence = str(sentence)
