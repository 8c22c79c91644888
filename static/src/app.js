// Every page works without this file. It moves focus to errors, spares people a double send, and keeps
// the tab one is on in sight.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

function each(selector, act, within = document) {
  within.querySelectorAll(selector).forEach(act);
}

function start(within) {
  each('[data-module="govuk-error-summary"]:not([data-govuk-error-summary-init])', (el) => new ErrorSummary(el), within);
  each("button.govuk-button:not([data-govuk-button-init])", (el) => new Button(el, { preventDoubleClick: true }), within);
  each('.tabs [aria-current="page"]', (el) => {
    const strip = el.closest("ul");
    strip.scrollLeft = el.offsetLeft - strip.clientWidth / 2 + el.offsetWidth / 2;
  }, within);
}

each('[data-module="govuk-skip-link"]', (el) => new SkipLink(el));
start(document);
document.addEventListener("htmx:after:swap", (event) => start(event.target));
