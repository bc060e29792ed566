namespace BintrayPush.Api.Failures;

/// <summary>
/// The service refused a call, or could not be asked. The message is the service's own and safe to show: it never holds a
/// credential.
/// </summary>
public sealed class BintrayException : Exception
{
    /// <summary>A refusal with the service's own words.</summary>
    /// <param name="status">The HTTP status that says the same on the wire (protocol reference, section 2).</param>
    /// <param name="message">The service's own message.</param>
    /// <param name="inner">What was behind it, if anything.</param>
    public BintrayException(int status, string message, Exception? inner = null)
        : base(message, inner) => Status = status;

    /// <summary>
    /// The HTTP status that says the same on the wire; an embedded repository uses the same numbers. <see cref="NoAnswer"/> if the
    /// service could not be asked, or nothing that makes sense came back.
    /// </summary>
    public int Status { get; }

    /// <summary>
    /// What is added to the message for people: why, or what would help. It stands beside the message on the wire, because clients
    /// compare the message as a whole. <see langword="null"/> if there is nothing to add.
    /// </summary>
    public string? Hint { get; init; }

    /// <summary>
    /// How long the service asks to be left alone before the same is asked again; <see langword="null"/> if it does not say.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What happened to the call, if there is no answer of the service itself.</summary>
    public CallFailure Failure { get; init; }

    /// <summary>
    /// Whether asking again cannot help, although there was no answer: client and server do not trust each other (TLS), one of them
    /// speaks TLS and the other does not, or a website answers where the service is looked for.
    /// </summary>
    public bool IsPermanent => Failure is CallFailure.CertificateUntrusted or CallFailure.CertificateOfOtherHost
        or CallFailure.CertificateExpired
        or CallFailure.CertificateUnfit or CallFailure.TlsRejected or CallFailure.TlsToPlainPort or CallFailure.PlainToTlsPort
        or CallFailure.NotAnApi;

    /// <summary>
    /// Whether the same call may succeed a little later, by its status: it was too slow or too much, or the service says that it is it that
    /// failed. Whoever tries again asks here, so that a push and a webhook judge alike.
    /// </summary>
    /// <param name="status">The HTTP status of an answer.</param>
    public static bool IsTransient(int status) => status is Timeout or TooMany or >= 500;

    /// <summary>
    /// The user who made the call, and where the key came from, in words; <see langword="null"/> if the call was anonymous.
    /// </summary>
    public string? Caller { get; init; }

    /// <summary>How long the same call was made again and again until it was given up; zero if it was made once.</summary>
    public TimeSpan Tried { get; set; }

    /// <summary>There was no answer.</summary>
    public const int NoAnswer = 0;

    /// <summary>Credentials are missing or wrong.</summary>
    public const int Unauthorized = 401;

    /// <summary>The thing asked for is not there.</summary>
    public const int NotFound = 404;

    /// <summary>Something else is there already, or the bytes are not the announced ones.</summary>
    public const int Conflict = 409;

    /// <summary>The request makes no sense.</summary>
    public const int BadRequest = 400;

    /// <summary>Not allowed.</summary>
    public const int Forbidden = 403;

    /// <summary>What was asked for did not finish in time; it may finish still.</summary>
    public const int Timeout = 408;

    /// <summary>Too much was asked for at once.</summary>
    public const int TooMany = 429;

    /// <summary>The service itself failed; trying again may help.</summary>
    public const int Unavailable = 503;
}
