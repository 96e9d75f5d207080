import { Controller } from '@nestjs/common';
import { dutyRosterOf, putDutyRoster } from '@parkpulse/application';
import { dutyRosterAnswer, dutyRosterRequest } from '@parkpulse/contracts';
import { isRefusal } from '../platform/refusalError.js';
import { AlertsDesk } from './alertsDesk.js';
import { Answers, type AskOf, Asked, call } from './call.js';

const PATH = '/api/v1/parks/:park/duty-roster';
const roster = call({
  method: 'GET',
  path: PATH,
  action: 'alert.read',
  tag: 'alerts',
  summary: 'Shifts of the duty desk, who is on duty now and who comes next',
  answer: dutyRosterAnswer,
});
const setRoster = call({
  method: 'PUT',
  path: PATH,
  action: 'duty.change',
  tag: 'alerts',
  summary: 'Set the shifts of the duty desk; the first that fits is on duty',
  body: dutyRosterRequest,
  answer: dutyRosterAnswer,
});

@Controller()
export class DutyController {
  constructor(private readonly desk: AlertsDesk) {}

  @Answers(roster)
  roster(@Asked() { actor, park }: AskOf<typeof roster>) {
    return dutyRosterOf(this.desk.ports, actor, park);
  }

  @Answers(setRoster)
  async setRoster(@Asked() { actor, park, body }: AskOf<typeof setRoster>) {
    const answer = await putDutyRoster(this.desk.ports, actor, park, body);
    if (!isRefusal(answer)) this.desk.ports.wake();
    return answer;
  }
}
