/** What `public/first-calls.js` asked before this code was here, by path; each answer is taken once. */
type FirstCalls = Record<string, Promise<Response>>;

/** The answer to a call that was already made while the page was loading; null when it was not, or failed. */
export async function takeFirstCall(path: string): Promise<Response | null> {
  const calls = (globalThis as { parkpulseFirstCalls?: FirstCalls }).parkpulseFirstCalls;
  const asked = calls?.[path];
  if (calls === undefined || asked === undefined) return null;
  delete calls[path];
  return asked.catch(() => null);
}
