import './platform/zod-without-eval.js';
import '@sos/ui/base.css';

import { startApp } from './app/app-client.js';

void startApp();
