/** Lists what no wall may have; sent to the browser as source, so it stands alone. */
export function auditWall(grid: { readonly columns: number; readonly rows: number }): string[];
