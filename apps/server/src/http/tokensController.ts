import { Controller } from '@nestjs/common';
import { type TokenRecord, mintToken, removeToken } from '@parkpulse/application';
import {
  type IssuedToken,
  issuedToken,
  pageQuery,
  toTimeText,
  tokenPage,
  tokenRequest,
} from '@parkpulse/contracts';
import { System } from '../composition/system.js';
import { isRefusal } from '../platform/refusalError.js';
import { Answers, type AskOf, Asked, call } from './call.js';
import { pageOf } from './paging.js';

const PATH = '/api/v1/tokens';
const mint = call({
  method: 'POST',
  path: PATH,
  action: 'token.change',
  tag: 'tokens',
  summary: 'Make a bearer token; it is shown this once',
  body: tokenRequest,
  answer: issuedToken,
  status: 201,
});
const list = call({
  method: 'GET',
  path: PATH,
  action: 'token.read',
  tag: 'tokens',
  summary: 'List tokens, without the bearer text',
  query: pageQuery,
  answer: tokenPage,
});
const remove = call({
  method: 'DELETE',
  path: `${PATH}/:id`,
  action: 'token.change',
  tag: 'tokens',
  summary: 'Take a token out of force at once',
  status: 204,
});

@Controller()
export class TokensController {
  constructor(private readonly system: System) {}

  @Answers(mint)
  async mint(@Asked() { actor, body }: AskOf<typeof mint>) {
    const { ports } = this.system;
    const minted = await mintToken(ports, ports.read, actor, body);
    if (isRefusal(minted)) return minted;
    return { ...toIssued(minted.record), token: minted.secret } satisfies IssuedToken;
  }

  @Answers(list)
  async list(@Asked() { query }: AskOf<typeof list>) {
    return pageOf((await this.system.ports.identity.tokens()).map(toListed), query, ({ id }) => id);
  }

  @Answers(remove)
  remove(@Asked() { actor, params }: AskOf<typeof remove>) {
    return removeToken(this.system.ports, actor, params['id'] ?? '');
  }
}

function toIssued({ id, name, scopes, park, createdAt }: TokenRecord) {
  return { id, name, scopes, park, createdAt: toTimeText(createdAt) };
}

function toListed(record: TokenRecord) {
  const lastUsedAt = record.lastUsedAt === null ? null : toTimeText(record.lastUsedAt);
  return { ...toIssued(record), createdBy: record.createdBy, lastUsedAt, expiresAt: null };
}
