import { Controller } from '@nestjs/common';
import { previewRegistry, readPreview, registerOf } from '@parkpulse/application';
import { registerPage, registerQuery, registryPreview, registryPreviewRequest } from '@parkpulse/contracts';
import { System } from '../composition/system.js';
import { isRefusal } from '../platform/refusalError.js';
import { Answers, type AskOf, Asked, call } from './call.js';
import { pageOf } from './paging.js';

const PATH = '/api/v1/parks/:park/registry';

const list = call({
  method: 'GET',
  path: PATH,
  action: 'park.read',
  tag: 'register',
  summary: 'The register as it was in force at a moment',
  query: registerQuery,
  answer: registerPage,
});
const preview = call({
  method: 'POST',
  path: `${PATH}/preview`,
  action: 'park.read',
  tag: 'register',
  summary: 'What register entries would do to the levels, before they are sent; nothing is stored',
  body: registryPreviewRequest,
  answer: registryPreview,
});

@Controller()
export class RegisterController {
  constructor(private readonly system: System) {}

  @Answers(list)
  async list(@Asked() { park, query }: AskOf<typeof list>) {
    const { read, clock } = this.system.ports;
    const items = await registerOf(read, {
      park: park.id,
      at: query.at ?? clock.now(),
      kind: query.kind ?? null,
    });
    return pageOf(items, query, ({ kind, id }) => `${kind}/${id}`);
  }

  @Answers(preview)
  preview(@Asked() { park, body }: AskOf<typeof preview>) {
    const { read, clock } = this.system.ports;
    const { rules, dialect } = this.system;
    const now = clock.now();
    const entries = readPreview(park.id, body.entries, { catalogue: dialect.catalogue, now });
    if (isRefusal(entries)) return entries;
    return previewRegistry(read, rules, { park: park.id, zone: park.timeZone, entries, now });
  }
}
