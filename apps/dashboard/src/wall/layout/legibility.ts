import type { WallInstallation } from '@parkpulse/contracts';

/** Text read by a group must stand 16 minutes of arc high at the farthest seat: 4.65 mm per metre (NUREG-0700). */
const MM_PER_METRE = 4.65;
const ARC_MINUTES = 16;

/** The smallest type a wall may use, in physical pixels: 59 on a 0.63 mm pitch at 8 m, 30 on 1.25 mm. */
export function minimumPhysicalPx({
  pitchMm,
  farthestMetres,
}: Pick<WallInstallation, 'pitchMm' | 'farthestMetres'>): number {
  return Math.max(1, Math.round((MM_PER_METRE * farthestMetres) / pitchMm));
}

/** From how far type of a size (in physical pixels) can be read, in metres. */
export function farthestFor(physicalPx: number, pitchMm: number): number {
  return (physicalPx * pitchMm) / MM_PER_METRE;
}

/** The angle that type of a size (in physical pixels) has for the farthest viewer, in minutes of arc. */
export function arcMinutes(
  physicalPx: number,
  { pitchMm, farthestMetres }: Pick<WallInstallation, 'pitchMm' | 'farthestMetres'>,
): number {
  return (physicalPx * pitchMm * ARC_MINUTES) / (MM_PER_METRE * farthestMetres);
}
