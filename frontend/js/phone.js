// The engineer's phone: the office bundle, and what needs a finger, a place or a camera.
import Alpine from "@alpinejs/csp";
import "./app.js";
import { serviceCard } from "./card.js";
import { startPosition } from "./position.js";

Alpine.data("serviceCard", serviceCard);
Alpine.start();
startPosition();
