import { Controller } from '@nestjs/common';
import { type AttestationRecord, type AttestationSubject, attest } from '@parkpulse/application';
import {
  type AttestationRequest,
  attestation,
  attestationPage,
  attestationQuery,
  attestationRequest,
  toTimeText,
} from '@parkpulse/contracts';
import { System } from '../composition/system.js';
import { refuse } from '../platform/refusalError.js';
import { Answers, type AskOf, Asked, call } from './call.js';
import { pageOf } from './paging.js';

const PATH = '/api/v1/parks/:park/attestations';
const list = call({
  method: 'GET',
  path: PATH,
  action: 'attestation.read',
  tag: 'attestations',
  summary: 'List attestations of capability clauses, newest first unless told; also of one indicator',
  query: attestationQuery,
  answer: attestationPage,
});
const add = call({
  method: 'POST',
  path: PATH,
  action: 'attestation.change',
  tag: 'attestations',
  summary: 'Attest one clause, or every capability clause of an indicator up to a level',
  body: attestationRequest,
  answer: attestation,
  status: 201,
});

@Controller()
export class AttestationsController {
  constructor(private readonly system: System) {}

  @Answers(list)
  async list(@Asked() { park, query }: AskOf<typeof list>) {
    const records = await this.system.ports.read.attestations(park.id);
    const { indicator, order } = query;
    const wanted = records.filter(
      ({ clause }) => indicator === undefined || clause.startsWith(`${indicator}.`),
    );
    const newestFirst = wanted.toSorted((a, b) => b.recordedAt - a.recordedAt || b.from - a.from);
    const items = order === 'asc' ? newestFirst.toReversed() : newestFirst;
    return pageOf(items.map(toAnswer), query, ({ id }) => id);
  }

  @Answers(add)
  async add(@Asked() { actor, park, body }: AskOf<typeof add>) {
    const { ports, rules } = this.system;
    const { from, to = null, note = null } = body;
    const subject = toSubject(body);
    const records = await attest(ports, rules.standard, actor, {
      park: park.id,
      attestation: { subject, from, to, note },
    });
    this.system.touched();
    const first = records[0] ?? refuse('UNKNOWN_CLAUSE', NOTHING_TO_ATTEST);
    if (subject.kind === 'clause') return toAnswer(first);
    const { indicator, upTo } = subject;
    return {
      ...toAnswer(first),
      clause: null,
      indicator,
      upTo,
      clauses: records.map(({ id, clause }) => ({ id, clause })),
    };
  }
}

/** What an attestation speaks of. */
export function toSubject(body: AttestationRequest): AttestationSubject {
  return 'clause' in body
    ? { kind: 'clause', clause: body.clause, status: body.status }
    : { kind: 'indicator', indicator: body.indicator, upTo: body.upTo };
}

const NOTHING_TO_ATTEST = {
  zh: '该指标在此等级以下没有能力条款',
  en: 'The indicator has no capability clause up to this level',
};

function toAnswer({ from, to, recordedAt, ...record }: AttestationRecord) {
  return {
    ...record,
    indicator: null,
    upTo: null,
    from: toTimeText(from),
    to: to === null ? null : toTimeText(to),
    recordedAt: toTimeText(recordedAt),
  };
}
