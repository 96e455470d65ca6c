/** What Qdrant answers instead of a result. */
export class QdrantRefusal extends Error {
  override readonly name = 'QdrantRefusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function wrongInput(what: string): QdrantRefusal {
  return new QdrantRefusal(400, `Wrong input: ${what}`);
}
