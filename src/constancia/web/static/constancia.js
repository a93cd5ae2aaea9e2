// Pages are whole without this script; it adds the comforts of the components (focus on errors, no double sending).
import { initAll } from "./vendor/govuk/govuk-frontend.min.js";
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
