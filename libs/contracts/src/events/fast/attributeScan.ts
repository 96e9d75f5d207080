import type { EventRecord } from '../decodedEvent.js';
import { isParkId } from '../envelope.js';
import { MAX_ID_LENGTH } from '../fieldReader.js';
import { type ByteScanner, CLOSE_BRACE, COLON, COMMA, GIVE_UP, OPEN_BRACE } from './byteScanner.js';
import type { InternTable } from './internTable.js';
import * as word from './words.js';

const REQUIRED =
  (1 << word.KEY_SPECVERSION) |
  (1 << word.KEY_ID) |
  (1 << word.KEY_SOURCE) |
  (1 << word.KEY_TYPE) |
  (1 << word.KEY_SUBJECT) |
  (1 << word.KEY_TIME);
const DATA = 1 << word.KEY_DATA;
const LATE = 1 << word.KEY_SEQUENCE;

/** How far a scan came: to data that can be read at once, to the end of the event, or no further. */
export type ScanEnd = 'data' | 'end' | 'given up';

/** Scans the attributes of a structured event. */
export class AttributeScan {
  id = '';
  source = '';
  subject = '';
  type = GIVE_UP;
  time = 0;
  sequence = 0;
  replay = false;
  dataFrom = 0;
  dataTo = 0;
  cameLate = false;
  private seen = 0;
  private knownSubject = '';

  constructor(
    private readonly scanner: ByteScanner,
    private readonly table: InternTable,
  ) {}

  /**
   * Scans from the start of an event up to its data when everything that the items need stands before it. Data that
   * comes earlier is skipped, and the scan runs to the end; then `dataFrom` and `dataTo` say where it lies.
   */
  scan(): ScanEnd {
    this.sequence = 0;
    this.replay = false;
    this.seen = 0;
    this.cameLate = false;
    this.dataTo = GIVE_UP;
    return this.scanner.next() === OPEN_BRACE ? this.scanMembers() : 'given up';
  }

  /** Goes on behind data that was read where it stood; `cameLate` then says whether something came that items carry. */
  scanRest(): ScanEnd {
    const before = this.seen;
    const after = this.scanner.next();
    if (after === CLOSE_BRACE) return this.atEnd();
    const end = after === COMMA ? this.scanMembers() : 'given up';
    this.cameLate = (this.seen & ~before & LATE) !== 0;
    return end;
  }

  private scanMembers(): ScanEnd {
    const { scanner } = this;
    for (;;) {
      const key = this.nextKey();
      if (key === GIVE_UP) return 'given up';
      if (key === word.KEY_DATA && (this.seen & REQUIRED) === REQUIRED) return 'data';
      if (!this.scanMember(key)) return 'given up';
      const after = scanner.next();
      if (after === CLOSE_BRACE) return this.atEnd();
      if (after !== COMMA) return 'given up';
    }
  }

  /** Takes a key that was not there before, and its colon. */
  private nextKey(): number {
    const key = this.scanner.word();
    if (key < 0 || key > word.KEY_DATA || this.scanner.next() !== COLON) return GIVE_UP;
    const bit = 1 << key;
    if ((this.seen & bit) !== 0) return GIVE_UP;
    this.seen |= bit;
    return key;
  }

  private atEnd(): ScanEnd {
    return (this.seen & (REQUIRED | DATA)) === (REQUIRED | DATA) && this.scanner.isAtEnd()
      ? 'end'
      : 'given up';
  }

  private scanMember(key: number): boolean {
    const { scanner } = this;
    switch (key) {
      case word.KEY_SPECVERSION:
        return scanner.word() === word.WORD_VERSION;
      case word.KEY_CONTENT_TYPE:
        return scanner.word() === word.WORD_JSON;
      case word.KEY_ID:
        return this.scanId();
      case word.KEY_TIME:
        this.time = scanner.time();
        return this.time >= 0;
      case word.KEY_TYPE:
        this.type = scanner.word();
        return this.type >= 0;
      case word.KEY_DATA:
        this.dataFrom = scanner.position;
        if (!scanner.skipValue()) return false;
        this.dataTo = scanner.position;
        return true;
      default:
        return this.scanOther(key);
    }
  }

  private scanOther(key: number): boolean {
    const { scanner } = this;
    switch (key) {
      case word.KEY_SOURCE:
        this.source = this.table.text(scanner.word());
        return isPlainId(this.source);
      case word.KEY_SUBJECT:
        return this.scanSubject();
      case word.KEY_SEQUENCE:
        this.sequence = scanner.number();
        return this.sequence >= 0 && scanner.isWholeNumber;
      case word.KEY_REPLAY:
        this.replay = scanner.takeLiteral('true');
        return this.replay;
      default:
        return false;
    }
  }

  private scanId(): boolean {
    const id = this.scanner.plainText();
    this.id = id ?? '';
    return isPlainId(this.id);
  }

  private scanSubject(): boolean {
    const index = this.scanner.word();
    if (index < 0) return false;
    const subject = this.table.text(index);
    if (subject !== this.knownSubject && !isParkId(subject)) return false;
    this.knownSubject = subject;
    this.subject = subject;
    return true;
  }
}

/** As `isValidId` for text that is known to be printable ASCII. */
export function isPlainId(text: string): boolean {
  const { length } = text;
  return (
    length > 0 &&
    length <= MAX_ID_LENGTH &&
    text.charCodeAt(0) !== 0x20 &&
    text.charCodeAt(length - 1) !== 0x20
  );
}

/** Tells whether the message key, when there is one, is exactly the park. */
export function isKeyOf(park: string, key: EventRecord['key']): boolean {
  if (key === undefined || key === null) return true;
  if (typeof key === 'string') return key === park;
  if (key.length !== park.length) return false;
  for (let at = 0; at < key.length; at += 1) if (key[at] !== park.charCodeAt(at)) return false;
  return true;
}
