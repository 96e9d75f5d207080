import { alerts } from './alerts.js';
import { conclusion } from './conclusion.js';
import { desk } from './desk.js';
import { history } from './history.js';
import { indicator } from './indicator.js';
import { measures } from './measures.js';
import { overview } from './overview.js';
import { planner } from './planner.js';
import { shell } from './shell.js';
import { standard } from './standard.js';
import { targets } from './targets.js';
import { terms } from './terms.js';
import { wall } from './wall.js';

export const zh = {
  ...shell,
  ...terms,
  ...alerts,
  ...targets,
  ...conclusion,
  ...overview,
  ...indicator,
  ...standard,
  ...planner,
  ...history,
  ...measures,
  ...wall,
  ...desk,
};
