namespace BintrayPush.Server.Http;

/// <summary>What a caller must be to make a call.</summary>
internal enum Needs
{
    /// <summary>Anybody; the call looks for itself.</summary>
    Nothing,

    /// <summary>Anybody who is logged in.</summary>
    User,

    /// <summary>Everybody who may see the repository.</summary>
    Read,

    /// <summary>Everybody who may see the repository, or has the signed address of a file.</summary>
    Download,

    /// <summary>Any role on the subject.</summary>
    Member,

    /// <summary>Either half of publish rights on the subject: to see what waits.</summary>
    Waiting,

    /// <summary>The right to bring what waits then.</summary>
    Stage,

    /// <summary>The right to make public what waits.</summary>
    Promote,

    /// <summary>Publish rights on the subject.</summary>
    Publish,

    /// <summary>To see what is staged for a feed: for who may not, nothing is there.</summary>
    Staged,

    /// <summary>The same, and to change what is staged.</summary>
    StagedChange,

    /// <summary>The same, and to make it public.</summary>
    StagedPromote,

    /// <summary>Admin rights on the subject.</summary>
    Admin,
}
