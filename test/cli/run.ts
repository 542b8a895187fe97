import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '..', '..', 'local', 'cli');

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command as its npm script starts it. */
export class Command {
  readonly child: ChildProcess;
  out = '';
  err = '';
  readonly ended: Promise<Said>;

  constructor(name: 'start' | 'demo' | 'ops', args: readonly string[], home?: string, more: Record<string, string> = {}) {
    const environment = home === undefined ? more : { DASHBOARD_HOME: home, ...more };
    this.child = spawn(process.execPath, [join(CLI, `${name}.ts`), ...args], { env: { ...process.env, ...environment } });
    this.child.stdout?.on('data', (text) => (this.out += String(text)));
    this.child.stderr?.on('data', (text) => (this.err += String(text)));
    this.ended = new Promise((resolve) => this.child.once('close', (code) => resolve({ code, out: this.out, err: this.err })));
  }

  /** Resolves when standard output has a text; rejects when the command ends before. */
  async saying(text: string, from = 0): Promise<void> {
    const heard = () => this.out.slice(from).includes(text);
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (heard()) resolve();
      };
      look();
      this.child.stdout?.on('data', look);
      void this.ended.then(() => (heard() ? resolve() : reject(new Error(`ended without "${text}": ${this.out}${this.err}`))));
    });
  }

  interrupt(): Promise<Said> {
    this.child.kill('SIGINT');
    return this.ended;
  }
}

export function run(
  name: 'start' | 'demo' | 'ops',
  args: readonly string[],
  home?: string,
  more?: Record<string, string>,
): Promise<Said> {
  return new Command(name, args, home, more).ended;
}
