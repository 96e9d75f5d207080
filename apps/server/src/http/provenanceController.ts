import { Controller } from '@nestjs/common';
import { System } from '../composition/system.js';
import { Answers, type AskOf, Asked, call } from './call.js';

const read = call({
  method: 'GET',
  path: '/api/v1/parks/:park/provenance',
  action: 'assessment.read',
  tag: 'assessment',
  summary: 'Where the data of a park comes from: live, or recorded data replayed for the demonstration',
});

@Controller()
export class ProvenanceController {
  constructor(private readonly system: System) {}

  @Answers(read)
  read(@Asked() { park, language }: AskOf<typeof read>) {
    return this.system.provenance.of(park.id, language);
  }
}
