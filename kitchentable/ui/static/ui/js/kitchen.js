// Small things that make pages smoother. Every page works without this file.
import { leave } from "./leave.js";
import { keep } from "./keep.js";
import { record } from "./record.js";
import { size } from "./size.js";
import { once } from "./once.js";

leave();
keep();
record();
size();
once();
document.querySelector("[data-problems]")?.focus();
