/** A count or a sum in an answer: a JSON number where 15 digits hold it, else exact decimal text. */
export type Quantity = number | string;

/** Gives an exact decimal text as answers carry quantities. */
export function toQuantity(decimal: string): Quantity {
  const digits = decimal.replace(/[-.]/g, '').replace(/^0+/, '').length;
  return digits <= 15 ? Number(decimal) : decimal;
}
