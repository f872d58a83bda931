/** Hands a file to the person: the browser saves it, nothing shows it. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has started by the next turn; after that the address would only keep the bytes alive.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
