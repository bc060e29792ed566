// The clients' HTTP library reads files with fs.read(fd, length, position, encoding, done), which Node dropped; newer ones get it back.
const fs = require('fs');
const read = fs.read;

fs.read = function (fd, length, position, encoding, done) {
  if (typeof length !== 'number') {
    return read.apply(fs, arguments);
  }

  const bytes = Buffer.alloc(length);
  return read.call(fs, fd, bytes, 0, length, position, (fault, count) => {
    done(fault, fault ? undefined : bytes.toString(encoding, 0, count), count);
  });
};
