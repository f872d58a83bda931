import { loadPasswordJudge, type PasswordJudge } from './password-strength.js';

let judgePassword: PasswordJudge;
beforeAll(async () => {
  judgePassword = await loadPasswordJudge();
});

const PERSONAL = ['Abril Montaño', 'abril@orimar.example'];

test.each([
  ['short', 'too_short'],
  ['ññññññññ', 'too_short'],
  ['password1234', 'easy'],
  ['contraseña2024', 'easy'],
  ['qwertyuiop12', 'easy'],
  ['AbrilMontaño1', 'easy'],
  ['solidaridad1', 'easy'],
  ['a'.repeat(257), 'too_long'],
])('%s is refused as %s', (password, fault) => {
  expect(judgePassword(password, PERSONAL).fault).toBe(fault);
});

test.each(['correct horse battery staple', 'ratón-puerta-lluvia-siete', 'kX9#vv2!pLq0'])('%s is taken', (password) => {
  expect(judgePassword(password, PERSONAL).fault).toBeNull();
});

test('a very long password is judged quickly by its beginning', () => {
  expect(judgePassword('zv!8'.repeat(64), PERSONAL).fault).not.toBe('too_long');
});
