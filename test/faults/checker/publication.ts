import type { Rows } from './readDatabase.js';
import { readLog } from './readLog.js';
import type { CheckerTask } from './task.js';

/** I5: each revision since publishing began was told, in order, copies only of what was told already. */
export async function checkPublication(
  task: CheckerTask,
  rows: Rows,
): Promise<{ faults: readonly string[]; told: number; copies: number }> {
  const { records } = await readLog(task, [`${task.prefix}assessments`]);
  const marks = await rows<{ park: string; revision: number }>(
    'SELECT p.id AS park, c.revision::int AS revision FROM publication c JOIN park p ON p.key = c.park',
  );
  const told = new Map<string, number[]>();
  for (const { value } of records) {
    const { subject, sequence } = JSON.parse(String(value)) as { subject: string; sequence: number };
    told.set(subject, [...(told.get(subject) ?? []), sequence]);
  }
  const faults: string[] = [];
  let copies = 0;
  for (const { park, revision } of marks) {
    const all = told.get(park) ?? [];
    const distinct = [...new Set(all)];
    copies += all.length - distinct.length;
    const first = Math.min(...distinct);
    for (let wanted = first; wanted <= revision; wanted += 1)
      if (!distinct.includes(wanted)) faults.push(`I5: revision ${wanted} of ${park} was never told`);
    const news = all.filter((each, index) => all.indexOf(each) === index);
    if (news.some((each, index) => index > 0 && each < news[index - 1]!))
      faults.push(`I5: revisions of ${park} were told out of order`);
  }
  return { faults, told: records.length, copies };
}
