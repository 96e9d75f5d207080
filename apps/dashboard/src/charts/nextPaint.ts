/** Resolves once the page has painted what it now shows; in a page nobody sees, when it is seen again. */
export function nextPaint(): Promise<void> {
  return new Promise((resolve) => {
    // The frame's own work comes before its paint; a task of its own comes behind it.
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
