namespace BintrayPush.Messages;

/// <summary>How much a <see cref="Problem"/> matters.</summary>
public enum Severity
{
    /// <summary>The push goes on, and nothing is wrong; the user may want to know how something was understood.</summary>
    Message,

    /// <summary>The push goes on; the user should change something.</summary>
    Warning,

    /// <summary>The push fails.</summary>
    Error,
}

/// <summary>Something the user should know of, with the code under which it is explained.</summary>
/// <param name="Code"><c>BTP</c> and four digits.</param>
/// <param name="Severity">Whether the push fails.</param>
/// <param name="Text">
/// What is wrong, where, and what to do, with the settings as a build has them; it never holds a secret. It may be given with the marks of
/// <see cref="Setting"/>.
/// </param>
/// <param name="File">The file at fault, if it is one.</param>
/// <param name="Line">The line in it, from 1; 0 if unknown.</param>
/// <param name="Column">The column in it, from 1; 0 if unknown.</param>
public sealed record Problem(string Code, Severity Severity, string Text, string? File = null, int Line = 0, int Column = 0)
{
    private readonly string _text = Text;

    /// <inheritdoc cref="Problem(string, Severity, string, string?, int, int)" path="/param[@name='Text']"/>
    public string Text
    {
        get => Setting.InProject(_text);
        init => _text = value;
    }

    /// <summary>The same with the settings as a command line has them.</summary>
    public Problem OnCommandLine() => this with { Text = Setting.OnCommandLine(_text) };

    /// <summary>As it counts where some warnings are errors.</summary>
    /// <param name="isError">Whether a warning with a code is an error.</param>
    public Problem Judged(Func<string, bool> isError) =>
        Severity == Severity.Warning && isError(Code) ? this with { Severity = Severity.Error } : this;
}
