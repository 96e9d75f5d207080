import { Controller } from '@nestjs/common';
import { Answers, call } from './call.js';
import { Documents } from './documents.js';

const common = { method: 'GET', action: 'documentation.read', tag: 'documentation', unpaced: true } as const;

const openApi = call({ ...common, path: '/api/openapi.json', summary: 'This interface as OpenAPI' });
const asyncApi = call({ ...common, path: '/api/asyncapi.json', summary: 'Events in and out as AsyncAPI' });

@Controller()
export class DocumentationController {
  constructor(private readonly documents: Documents) {}

  @Answers(openApi)
  readOpenApi(): object {
    return this.documents.openApi;
  }

  @Answers(asyncApi)
  readAsyncApi(): object {
    return this.documents.asyncApi;
  }
}
