import { overview } from './overview.js';
import { shell } from './shell.js';
import { terms } from './terms.js';

export const zh = { ...shell, ...terms, ...overview };
