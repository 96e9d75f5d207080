/** The machine-readable descriptions of the interface, made once at start. */
export class Documents {
  constructor(
    readonly openApi: object,
    readonly asyncApi: object,
  ) {}
}
