namespace BintrayPush.Messages;

/// <summary>A place in a text file, as compilers and editors count.</summary>
/// <param name="File">The file; <see langword="null"/> if the text came from elsewhere.</param>
/// <param name="Line">The line, from 1; 0 if unknown.</param>
/// <param name="Column">The column, from 1; 0 if unknown.</param>
public readonly record struct SourcePosition(string? File, int Line, int Column);
