// The engineer's phone: the office bundle, what needs a finger, a place or a camera, and what works without network.
import Alpine from "@alpinejs/csp";
import "./app.js";
import { serviceCard } from "./card.js";
import { startForgetting } from "./offline/forget.js";
import { startJobs } from "./offline/jobs.js";
import { startKeeping } from "./offline/keep.js";
import { startForms } from "./outbox/forms.js";
import { startList } from "./outbox/list.js";
import { startMending } from "./outbox/mend.js";
import { startSending } from "./outbox/send.js";
import { startPosition } from "./position.js";

Alpine.data("serviceCard", serviceCard);
Alpine.start();
startPosition();
startForms();
startMending();
startForgetting();
startList();
startJobs();
startSending();
startKeeping();
