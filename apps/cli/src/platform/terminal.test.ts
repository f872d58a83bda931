import { PassThrough } from 'node:stream';

import { askOnTerminal, forTerminal } from './terminal.js';

/** As much of a terminal as the question needs: the line editor asks it for raw mode, so that the system does not echo either. */
function openTerminal(isTTY = true) {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: (raw: boolean) => modes.push(raw) });
  const prompt = new PassThrough();
  const terminal = { input, prompt } as unknown as Parameters<typeof askOnTerminal>[0]; // streams with what is used of a terminal
  return { terminal, input, modes, shown: () => String(prompt.read() ?? '') };
}

describe('asking on the terminal', () => {
  it('shows the question and nothing of the answer', async () => {
    const { terminal, input, modes, shown } = openTerminal();
    const answer = askOnTerminal(terminal, 'Passphrase: ');
    input.write('correcto caballo\r');
    expect(await answer).toBe('correcto caballo');
    expect(shown()).toBe('Passphrase: \n');
    expect(modes).toEqual([true, false]);
  });

  it('gives up on Ctrl-C and at the end of the input', async () => {
    for (const giveUp of [(input: PassThrough) => input.write('half\u0003'), (input: PassThrough) => input.end()]) {
      const { terminal, input } = openTerminal();
      const answer = askOnTerminal(terminal, '');
      giveUp(input);
      await expect(answer).rejects.toThrow('Nothing was entered.');
    }
  });

  it('does not wait where nobody can answer', async () => {
    await expect(askOnTerminal(openTerminal(false).terminal, '')).rejects.toThrow('name a file with --passphrase-file');
  });
});

it('lets nothing that others wrote steer the terminal', () => {
  expect(forTerminal('a\u001b[2Jb\u202ec\u009b1m\ttab\nñ')).toBe('a\ufffd[2Jb\ufffdc\ufffd1m\ttab\nñ');
});
