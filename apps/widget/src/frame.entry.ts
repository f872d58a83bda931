import { speakToHost } from './host.js';
import { listenForSigning } from './signing.js';

listenForSigning(document);
if (window.parent !== window) speakToHost(window);
