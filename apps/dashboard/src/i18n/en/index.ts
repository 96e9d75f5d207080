import { overview } from './overview.js';
import { shell } from './shell.js';
import { terms } from './terms.js';

export const en = { ...shell, ...terms, ...overview };
