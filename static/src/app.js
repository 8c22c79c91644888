// Every page works without this file. It moves focus to errors, spares people a double send, and keeps
// the tab one is on in sight.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

function each(selector, act) {
  document.querySelectorAll(selector).forEach(act);
}

// Runs again when htmx has put a new part into the page; what was started before is left alone.
function start() {
  each('[data-module="govuk-error-summary"]:not([data-govuk-error-summary-init])', (el) => new ErrorSummary(el));
  each("button.govuk-button:not([data-govuk-button-init])", (el) => new Button(el, { preventDoubleClick: true }));
}

each('[data-module="govuk-skip-link"]', (el) => new SkipLink(el));
each(".tabs [aria-current]", (el) => {
  const strip = el.closest("ul");
  strip.scrollLeft = el.offsetLeft - strip.clientWidth / 2 + el.offsetWidth / 2;
});
start();
document.addEventListener("htmx:after:swap", start);
