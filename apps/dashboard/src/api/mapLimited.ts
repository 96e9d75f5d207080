/** Runs `work` over the items, `width` at a time, and keeps their order; what fails becomes null. */
export async function mapLimited<Item, Answer>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Answer>,
): Promise<readonly (Answer | null)[]> {
  const answers: (Answer | null)[] = items.map(() => null);
  let next = 0;
  async function lane(): Promise<void> {
    for (let index = next++; index < items.length; index = next++) {
      answers[index] = await work(items[index] as Item).catch(() => null);
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return answers;
}
