namespace BintrayPush.Server.Http;

/// <summary>How a failure is answered.</summary>
internal enum FailureForm
{
    /// <summary>As JSON with a message.</summary>
    Message,

    /// <summary>As the text alone.</summary>
    Plain,

    /// <summary>As NuGet's staging protocol has it.</summary>
    Staging,
}

/// <summary>Which form the receiver of a failure reads.</summary>
internal static class FailureForms
{
    public static FailureForm For(HttpRequest request, string rawTarget)
    {
        var segments = RequestTarget.ShownOf(rawTarget).Split('/', StringSplitOptions.RemoveEmptyEntries);
        return StagingFailure.IsFor(segments) ? FailureForm.Staging
            : PlainText.IsFor(request, segments) ? FailureForm.Plain
            : FailureForm.Message;
    }
}
