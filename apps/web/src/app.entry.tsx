import '@sos/ui/base.css';

import { startApp } from './app/app-client.js';

void startApp();
