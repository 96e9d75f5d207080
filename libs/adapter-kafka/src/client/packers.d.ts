/** The part of `snappyjs` and `lz4js` this package uses; neither ships types of its own. */
declare module 'snappyjs' {
  const snappy: {
    uncompress(packed: Uint8Array, maxLength?: number): Uint8Array;
    compress(bytes: Uint8Array): Uint8Array;
  };
  export default snappy;
}

declare module 'lz4js' {
  const lz4: {
    decompress(packed: Uint8Array, maxSize?: number): Uint8Array;
    decompressBound(packed: Uint8Array): number;
    compress(bytes: Uint8Array): Uint8Array;
  };
  export default lz4;
}
