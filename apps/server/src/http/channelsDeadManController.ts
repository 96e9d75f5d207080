import { Controller } from '@nestjs/common';
import { deadManOf, putDeadMan } from '@parkpulse/application';
import { deadManAnswer, deadManRequest } from '@parkpulse/contracts';
import { AlertsDesk } from './alertsDesk.js';
import { Answers, type AskOf, Asked, call } from './call.js';

const PATH = '/api/v1/dead-man';
const read = call({
  method: 'GET',
  path: PATH,
  action: 'channel.read',
  tag: 'channels',
  summary: 'Where this system shows that it is alive, and whether it got through',
  answer: deadManAnswer,
});
const change = call({
  method: 'PUT',
  path: PATH,
  action: 'channel.change',
  tag: 'channels',
  summary: 'Set the address that is pinged while all is well; silence there is the alarm. Null turns it off',
  body: deadManRequest,
  answer: deadManAnswer,
});

@Controller()
export class ChannelsDeadManController {
  constructor(private readonly desk: AlertsDesk) {}

  @Answers(read)
  read() {
    return deadManOf(this.desk.ports);
  }

  @Answers(change)
  change(@Asked() { actor, body }: AskOf<typeof change>) {
    return putDeadMan(this.desk.ports, actor, body);
  }
}
