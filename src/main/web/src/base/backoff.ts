/** Waiting times that double from one second to a ceiling, each drawn at random so that phones do not return together. */
export class Backoff {
  private failures = 0;

  constructor(
    private readonly firstMillis = 1_000,
    private readonly ceilingMillis = 30_000,
  ) {}

  nextMillis(): number {
    const longest = Math.min(this.ceilingMillis, this.firstMillis * 2 ** Math.min(this.failures++, 16));
    return Math.max(this.firstMillis, longest * (0.5 + Math.random() / 2));
  }

  reset(): void {
    this.failures = 0;
  }
}
