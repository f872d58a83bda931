// Written for any Node that knows modules: it runs before anything else is known about the machine.

/** The plain sentence for a Node that cannot run SOS, or '' when it can. */
export function nodeProblem(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return '';
  return `SOS needs Node 20.19 or newer, and this is ${version}. Install a newer one from https://nodejs.org and try again.`;
}

/** What to tell somebody whose Node works but gets no security fixes any more, or ''. */
export function nodeNotice(version) {
  const major = Number(version.replace(/^v/, '').split('.')[0]);
  if (major > 21) return '';
  return `Note: Node ${String(major)} has reached its end of life and gets no security fixes. SOS runs on it, but please move to Node 22 or newer.`;
}
