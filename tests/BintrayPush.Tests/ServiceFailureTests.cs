using BintrayPush.Api.Failures;
using BintrayPush.Messages;

namespace BintrayPush.Tests;

/// <summary>What happened to a call decides the code and the words, whichever call it was.</summary>
[TestClass]
public sealed class ServiceFailureTests
{
    private const int NoAnswer = BintrayException.NoAnswer;

    [TestMethod]
    [DataRow(CallFailure.Unreachable, NoAnswer, "BTP4030", "BintrayUrl")]
    [DataRow(CallFailure.UnknownHost, NoAnswer, "BTP4031", "host in BintrayUrl")]
    [DataRow(CallFailure.CertificateUntrusted, NoAnswer, "BTP4032", "BintrayCertificateAuthorityFile")]
    [DataRow(CallFailure.CertificateOfOtherHost, NoAnswer, "BTP4033", "a name that the certificate is for")]
    [DataRow(CallFailure.CertificateExpired, NoAnswer, "BTP4034", "must renew it")]
    [DataRow(CallFailure.CertificateUnfit, NoAnswer, "BTP4035", "the authority's certificate, not the server's")]
    [DataRow(CallFailure.TlsRejected, NoAnswer, "BTP4044", "no version of TLS in common")]
    [DataRow(CallFailure.TlsToPlainPort, NoAnswer, "BTP4036", "the port that speaks TLS")]
    [DataRow(CallFailure.PlainToTlsPort, NoAnswer, "BTP4037", "Write https:// in BintrayUrl")]
    [DataRow(CallFailure.BrokenOff, NoAnswer, "BTP4038", "look at the line")]
    [DataRow(CallFailure.Silent, NoAnswer, "BTP4038", "BintrayTimeoutSeconds")]
    [DataRow(CallFailure.None, NoAnswer, "BTP4038", "Try again")]
    [DataRow(CallFailure.Intermediary, NoAnswer, "BTP4040", "HTTPS_PROXY")]
    [DataRow(CallFailure.Intermediary, 407, "BTP4040", "HTTPS_PROXY")]
    [DataRow(CallFailure.Intermediary, 502, "BTP4040", "whether the service behind it runs")]
    [DataRow(CallFailure.Intermediary, 403, "BTP4040", "whoever runs it")]
    [DataRow(CallFailure.Intermediary, 413, "BTP4041", "client_max_body_size")]
    [DataRow(CallFailure.NotAnApi, 404, "BTP4042", "Give its base URL")]
    [DataRow(CallFailure.NotAnApi, NoAnswer, "BTP4042", "Give its base URL")]
    [DataRow(CallFailure.Unreadable, NoAnswer, "BTP4042", "Give its base URL")]
    [DataRow(CallFailure.None, 401, "BTP4010", "BINTRAY_API_KEY")]
    [DataRow(CallFailure.Intermediary, 401, "BTP4010", "BINTRAY_API_KEY")]
    [DataRow(CallFailure.None, 403, "BTP4039", "'publish' to push")]
    [DataRow(CallFailure.None, 413, "BTP4041", "raise its limit")]
    [DataRow(CallFailure.None, 408, "BTP4043", "log of the service")]
    [DataRow(CallFailure.None, 429, "BTP4043", "log of the service")]
    [DataRow(CallFailure.None, 500, "BTP4043", "log of the service")]
    public void What_happened_has_one_code_and_one_cure(CallFailure failure, int status, string code, string cure)
    {
        var known = ServiceFailure.Of(new BintrayException(status, "words") { Failure = failure })!;

        Assert.AreEqual(code, known.Code);
        StringAssert.Contains(Text(known.Cure), cure);
        StringAssert.Contains(known.Happened.ToLowerInvariant(), "words");
        Assert.DoesNotContain("BintrayRepo", known.Cure);
    }

    /// <summary>With the settings as a build has them.</summary>
    private static string Text(string marked) => new Problem("BTP4030", Severity.Error, marked).Text;

    [TestMethod]
    public void Words_that_end_with_a_question_get_no_full_stop() => Assert.AreEqual(
        "The answer is not JSON; is this a Bintray API?",
        ServiceFailure.Of(
            new BintrayException(
                NoAnswer, "the answer is not JSON; is this a Bintray API?")
            { Failure = CallFailure.Unreadable })!.Happened);

    [TestMethod]
    [DataRow(400)]
    [DataRow(404)]
    [DataRow(409)]
    public void What_is_refused_for_the_calls_own_sake_is_told_by_the_call(int status) =>
        Assert.IsNull(ServiceFailure.Of(new BintrayException(status, "words")));

    [TestMethod]
    public void The_user_where_the_key_comes_from_and_how_long_it_was_tried_are_told()
    {
        const string Caller = "the user 'joe' with the key from BINTRAY_API_KEY";

        StringAssert.Contains(
            ServiceFailure.Of(new BintrayException(401, "who?") { Caller = Caller })!.Happened, $"It was called by {Caller}.");
        StringAssert.StartsWith(
            ServiceFailure.Of(new BintrayException(403, "no") { Caller = Caller })!.Happened,
            "The user 'joe' with the key from BINTRAY_API_KEY may not do this: no");
        StringAssert.Contains(
            ServiceFailure.Of(
                new BintrayException(
                    NoAnswer,
                    "a.example cannot be reached")
                { Failure = CallFailure.Unreachable, Tried = TimeSpan.FromSeconds(16.2) })!.Happened,
            "a.example cannot be reached. It was tried for 16 seconds.");
    }
}
