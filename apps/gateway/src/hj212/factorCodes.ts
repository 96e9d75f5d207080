/**
 * Factor codes of HJ/T 212-2005 and what HJ 212-2017 calls them, `old:new`. Taken from the table of annex B in
 * srdgame/lua-HJ212 (MIT licence).
 */
const RENAMED: readonly string[] = [
  'B01:w00000 001:w01001 002:w01002 003:w01012 010:w01017 011:w01018 015:w01020 550:w02003',
  '570:w03001 571:w03002 520:w19002 039:w20012 037:w20023 040:w20038 038:w20061 041:w20089',
  '036:w20092 020:w20111 021:w20113 022:w20115 023:w20116 024:w20117 026:w20119 027:w20120',
  '028:w20121 029:w20122 030:w20123 031:w20124 032:w20125 033:w20126 034:w20127 035:w20128',
  '065:w21001 060:w21003 062:w21004 063:w21006 064:w21007 101:w21011 070:w21016 072:w21017',
  '071:w21019 090:w21022 080:w22001 110:w23002 540:w25043 350:w33001 351:w33007 061:w99001',
  'B02:a00000 37:a01010 S02:a01011 S03:a01012 S08:a01013 S05:a01014 S06:a01015 S07:a01016',
  'S04:a01017 30:a05001 S01:a19001 36:a20016 33:a20025 32:a20043 31:a20057 35:a20063 34:a20091',
  '10:a21001 03:a21002 04:a21005 07:a21017 06:a21018 11:a21022 08:a21024 02:a21026 05:a21028',
  '27:a23001 29:a24046 25:a24087 17:a25003 18:a25005 23:a25010 22:a25023 20:a25044 21:a26001',
  '28:a30001 13:a30022 19:a31001 26:a31002 01:a34013 09:a34038 14:a34039 15:a34040 24:a99049',
  '12:a99051',
];

const NEW_CODES: ReadonlyMap<string, string> = new Map(
  RENAMED.join(' ')
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** One name per factor whatever generation the device speaks: `011` becomes `w01018`; an unknown code stays as it is. */
export function canonicalCode(code: string): string {
  return NEW_CODES.get(code) ?? code;
}
