import { isRefused } from '@parkpulse/application';
import type { MeasureValueAnswer } from '@parkpulse/contracts';
import { decimal, fixedQuotientText, fromInteger, multiplyDecimals } from '@parkpulse/domain';
import { type OutboundEvent, RECORDED_SETS, type ReplayOptions, countItems } from '@parkpulse/simulator';
import type { Product } from '../scenarios/support/product.js';

const PATIENCE_MS = 120_000;

type Ratio = { readonly numerator: number | string | null; readonly denominator: number | string | null };

/** Writes an answered ratio as a percentage with four decimals, half up. */
export function percent(ratio: Ratio | undefined): string {
  if (ratio === undefined || ratio.numerator === null || ratio.denominator === null) return 'none';
  const [numerator, denominator] = [decimal(String(ratio.numerator)), decimal(String(ratio.denominator))];
  return fixedQuotientText(multiplyDecimals(numerator, fromInteger(100)), denominator, 4);
}

/** Makes a park and sends a recorded set through the ordinary ingest path; returns how many items it had. */
export async function feed(product: Product, name: string, options: ReplayOptions): Promise<number> {
  const set = RECORDED_SETS.get(name)!;
  const { park } = options;
  await product.park(park, set.zone);
  let items = 0;
  let batch: OutboundEvent[] = [];
  for await (const outbound of set.events({ batch: 1000, ...options })) {
    items += countItems(outbound.event);
    batch.push(outbound);
    if (batch.length < 50) continue;
    await product.append(batch);
    batch = [];
  }
  await product.append(batch);
  await product.settle(park, PATIENCE_MS);
  return items;
}

/** Puts a definition into force before the first fact. */
export async function define(product: Product, park: string, measure: string, fields: object): Promise<void> {
  await product.define(park, measure, { effectiveFrom: Date.UTC(2000, 0, 1), ...fields });
  await product.settle(park, PATIENCE_MS);
}

/** Asks for a value as the API answers it; throws what it refuses. */
export async function valueOf(
  product: Product,
  query: Parameters<Product['value']>[0],
  zone: string,
): Promise<MeasureValueAnswer> {
  const answer = await product.value(query, zone);
  if (isRefused(answer)) throw new Error(answer.code);
  return answer;
}
