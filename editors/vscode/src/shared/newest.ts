// Work of which only the newest counts: while it runs, one more is enough.

export class Newest {
  private isRunning = false;
  private isWanted = false;

  constructor(private readonly work: () => Promise<void>) {}

  /** Does the work, or does it once more when the present one is done. */
  async run(): Promise<void> {
    this.isWanted = true;
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      while (this.isWanted) {
        this.isWanted = false;
        await this.work();
      }
    } finally {
      this.isRunning = false;
    }
  }
}
