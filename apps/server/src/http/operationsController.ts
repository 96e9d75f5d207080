import { Controller } from '@nestjs/common';
import { Health } from '../platform/health.js';
import { PreparedAnswer } from '../platform/httpAdapter.js';
import { Metrics } from '../platform/metrics.js';
import { Answers, type AskOf, Asked, call } from './call.js';

const common = { method: 'GET', action: 'operations.read', tag: 'operations', unpaced: true } as const;

const live = call({ ...common, path: '/health/live', summary: 'The process runs' });
const ready = call({
  ...common,
  path: '/health/ready',
  summary: 'The process can do its work: database and log answer',
});
const metrics = call({ ...common, path: '/metrics', summary: 'Prometheus metrics' });

@Controller()
export class OperationsController {
  constructor(
    private readonly health: Health,
    private readonly metrics: Metrics,
  ) {}

  @Answers(live)
  live() {
    return { status: 'ok' };
  }

  @Answers(ready)
  async ready(@Asked() { response }: AskOf<typeof ready>) {
    const report = await this.health.report();
    if (report.status !== 'ok') response.statusCode = 503;
    return report;
  }

  @Answers(metrics)
  async read(): Promise<PreparedAnswer> {
    const { registry } = this.metrics;
    const text = await registry.metrics();
    return new PreparedAnswer((response) => {
      response.setHeader('Content-Type', registry.contentType);
      response.setHeader('Cache-Control', 'no-store');
      response.end(text);
    });
  }
}
