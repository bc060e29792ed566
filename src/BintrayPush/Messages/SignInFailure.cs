namespace BintrayPush.Messages;

/// <summary>What keeps a build from signing in without a key. Pure.</summary>
internal static class SignInFailure
{
    /// <summary>Says what happened, or nothing if it is something else.</summary>
    public static ServiceFailure? Of(BintrayException failure) => failure.Failure switch
    {
        CallFailure.SignInRefused => Failed(
            "BTP4100",
            failure,
            "The log of the service says why. Whoever administers it looks whether one of its policies ('bintray-server policy list') "
                + "has the issuer, the audience, the claims and the user of this build. Each token counts once: another step of the job "
                + "may have used it before."),
        CallFailure.NoSignIn => Failed(
            "BTP4101",
            failure,
            $"Look at {Setting.Url}: 'bintray-server' gives such keys. For another service set BINTRAY_USER and BINTRAY_API_KEY."),
        CallFailure.NoIdentityToken => Failed(
            "BTP4102",
            failure,
            "Look whether this job may have one (GitHub: 'permissions: id-token: write'; Azure Pipelines: the id of the service connection "
                + "in BINTRAY_SERVICE_CONNECTION_ID), and run it again; or set BINTRAY_USER and BINTRAY_API_KEY."),
        CallFailure.IdentityTokenSpent => Failed(
            "BTP4103",
            failure,
            "Push again in a new job, which has a new token: what has arrived is not sent again. A push that takes longer than an hour "
                + "needs a build service that gives tokens whenever it is asked (GitHub, Azure Pipelines), or a key in BINTRAY_API_KEY."),
        CallFailure.IdentityTokenExpired => Failed(
            "BTP4104",
            failure,
            "Run the job again, which gives it a new token, and push early in it. If the token is new, look at the clock of this machine."),
        CallFailure.IdentityTokenUnusable => Failed(
            "BTP4105", failure, "Set it as the build service gives it, or take it away."),
        _ => null,
    };

    private static ServiceFailure Failed(string code, BintrayException failure, string cure) =>
        new(code, $"This build could not sign in: {ServiceFailure.Sentence(failure.Message)}", cure);
}
