/** Lists what no wall may have; sent to the browser as source, so it stands alone. */
export function auditWall(grid: {
  readonly columns: number;
  readonly rows: number;
  /** How wide a seam is, in pixels; 0 unless told. */
  readonly seamPx?: number;
}): string[];
