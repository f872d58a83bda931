import { showPetitions } from './loader.js';

const script = document.currentScript;
if (script instanceof HTMLScriptElement) showPetitions(document, new URL(script.src).origin);
